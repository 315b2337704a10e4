import { complain } from './cli/complain.ts';
import { parseOptions, usage } from './cli/options.ts';

/** `npm run generate`. A wrong command is told at once, before the core is loaded. */
async function main(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args);
  if (!parsed.ok) return complain(parsed.error);
  const options = parsed.value;
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (!options.listModels && options.prompt === null && options.batch === null) {
    return complain(`A prompt is missing.\n\n${usage}`);
  }
  const { run } = await import('./cli/run.ts');
  return await run(options);
}

// `… | head` closes the pipe early: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await main(process.argv.slice(2));
