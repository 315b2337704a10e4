/** Electron's command line: `[switches and -r files] app-path [the app's own arguments]`. */
export interface ElectronCommand {
  /** Chromium's and Node's switches, in the order given. */
  readonly switches: readonly string[];
  /** Files to `require` before the app, from `-r` or `--require`. */
  readonly requires: readonly string[];
  /** The app's folder and what follows it. */
  readonly app: readonly string[];
  /** The port of `--inspect`, or undefined when no inspector was asked for. 0 lets the system choose. */
  readonly inspectPort: number | undefined;
  readonly wantsVersion: boolean;
}

export function parseCommand(given: readonly string[]): ElectronCommand {
  const switches: string[] = [];
  const requires: string[] = [];
  let at = 0;
  for (; given[at]?.startsWith('-'); at++) {
    const word = given[at] ?? '';
    if (word !== '-r' && word !== '--require') switches.push(word);
    else requires.push(given[++at] ?? '');
  }
  const inspect = switches.find((word) => /^--inspect(=|$)/.test(word));
  return {
    switches,
    requires,
    app: given.slice(at),
    inspectPort: inspect === undefined ? undefined : portOf(inspect),
    wantsVersion: switches.includes('--version') || switches.includes('-v'),
  };
}

function portOf(inspect: string): number {
  const address = inspect.split('=')[1];
  return address === undefined ? 9229 : Number(address.split(':').at(-1));
}

/** Chromium's switches as `app.commandLine` reads and changes them. */
export class CommandLine {
  readonly words: string[];

  constructor(words: readonly string[] = []) {
    this.words = [...words];
  }

  appendSwitch(name: string, value = ''): void {
    this.words.push(value === '' ? `--${name}` : `--${name}=${value}`);
  }

  appendArgument(value: string): void {
    this.words.push(value);
  }

  hasSwitch(name: string): boolean {
    return this.words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  }

  /** As in Electron, the last value wins and a switch without a value gives ''. */
  getSwitchValue(name: string): string {
    return this.words.findLast((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
  }

  removeSwitch(name: string): void {
    const kept = this.words.filter((word) => word !== `--${name}` && !word.startsWith(`--${name}=`));
    this.words.splice(0, this.words.length, ...kept);
  }
}
