/** One SQL statement in the making. What a client sent becomes a parameter or a quoted name, and nothing else. */
export class Statement {
  readonly params: unknown[] = [];
  #aliases = 0;

  /** @returns the placeholder of a value */
  bind(value: unknown): string {
    this.params.push(value);
    return `$${this.params.length}`;
  }

  /** A name for a part of the query that no column of anybody's is likely to have. */
  alias(): string {
    this.#aliases += 1;
    return `pgrst_${this.#aliases}`;
  }
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
