import manifest from '../../package.json' with { type: 'json' };

/** The studio's version, as recipes, logs and About name it. */
export const appVersion: string = manifest.version;
