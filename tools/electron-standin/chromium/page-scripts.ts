import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';

interface PageScripts {
  /** For the page's own world. */
  readonly main: string;
  /** For the preload's isolated world. */
  readonly preload: string;
}

const PAGE_FOLDER = join(import.meta.dirname, '..', 'page');
const PRELOAD_PARAMETERS = ['require', 'module', 'exports', 'process'];

/**
 * What every new document runs before its own scripts.
 * @param token names the binding and the events between the worlds; unguessable for the page
 * @param preloadSource '' for none. Throws SyntaxError for anything but a plain script: Electron cannot load ES
 *   modules in a sandboxed preload either.
 */
export function pageScripts(token: string, preloadSource: string, process: object): PageScripts {
  compileFunction(preloadSource, PRELOAD_PARAMETERS);
  const main = bundle('worlds', 'main');
  const preload = bundle('wire', 'worlds', 'files', 'preload');
  const parts = JSON.stringify({ token, process });
  return {
    main: `(() => {${main}\n  setUpMainWorld(${JSON.stringify(token)});\n}})();`,
    preload: `((preload) => {${preload}\n  setUpPreloadWorld(${parts}, preload);\n}})(function (${PRELOAD_PARAMETERS.join(', ')}) {\n${preloadSource}\n});`,
  };
}

/** The page's modules as one strict block, left open: in a block, two functions of one name are a syntax error. */
function bundle(...names: readonly string[]): string {
  const sources = names.map((name) => {
    const typed = readFileSync(join(PAGE_FOLDER, `${name}.ts`), 'utf8');
    const withoutImports = typed.replaceAll(/^import [^;]*;$/gm, '').replaceAll(/^export /gm, '');
    return stripTypeScriptTypes(withoutImports);
  });
  return `'use strict'; {\n${sources.join('\n')}`;
}
