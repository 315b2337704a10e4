/** Switches that mean something to Node, Electron or the stand-in itself, not to the Chromium it starts. */
const NOT_FOR_CHROMIUM = /^--(inspect(-brk)?|user-data-dir|no-sandbox|enable-sandbox|headless)(=|$)/;

interface FlagOptions {
  readonly profileDir: string;
  /** The app's and the command line's own switches. */
  readonly switches: readonly string[];
  readonly headless: boolean;
  /** Chromium refuses to run its sandbox as root. */
  readonly isRoot: boolean;
}

export function chromiumFlags({ profileDir, switches, headless, isRoot }: FlagOptions): string[] {
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${profileDir}`,
    // An Electron app never phones Google.
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-sync',
    '--disable-quic',
    '--metrics-recording-only',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--disable-infobars',
    '--disable-gpu',
    // Small containers have a /dev/shm of 64 MB, and no keyring.
    '--disable-dev-shm-usage',
    '--password-store=basic',
    ...(isRoot ? ['--no-sandbox'] : []),
    // Closing the start-up page of a headless Chromium races with opening the first window: have none.
    ...(headless
      ? ['--headless=new', '--no-startup-window']
      : ['--app=data:text/html,', '--window-size=1000,700', '--test-type']),
    ...switches.filter((word) => word.startsWith('--') && !NOT_FOR_CHROMIUM.test(word)),
  ];
}
