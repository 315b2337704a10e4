// A double that quietly answers for an API it does not have lets a broken app pass. So every object the stand-in
// hands out is strict: reading a member that it does not have throws.

/** What engines and consoles read from any object; answering "undefined" to these is no pretence. */
const ALWAYS_READABLE = new Set(['then', 'toJSON', 'domain', 'asymmetricMatch', '$$typeof', 'nodeType']);

/**
 * The same object, but reading or setting a member it lacks throws "electron stand-in: app.foo is not offered".
 * @param name how the object is called in that sentence
 */
export function strict<T extends object>(name: string, part: T): T {
  return new Proxy(part, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || ALWAYS_READABLE.has(key)) {
        return Reflect.get(target, key, receiver);
      }
      throw new Error(`electron stand-in: ${name}.${key} is not offered`);
    },
  });
}

/** A whole module that is not offered: it can be imported, but any use of it throws. */
export function notOffered(name: string): object {
  const refuse = () => {
    throw new Error(`electron stand-in: ${name} is not offered`);
  };
  return new Proxy(refuse, {
    construct: refuse,
    get(_target, key) {
      if (typeof key === 'symbol' || ALWAYS_READABLE.has(key)) return undefined;
      throw new Error(`electron stand-in: ${name}.${key} is not offered`);
    },
  });
}
