/** Says what went wrong, for a person. Returns the exit code: 2 for a wrong command. */
export function complain(message: string, code = 2): number {
  process.stderr.write(`${message}\n`);
  return code;
}
