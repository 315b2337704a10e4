/** Words of the first run. */
export const welcome = {
  title: 'Welcome to VideoPicAI Studio',
  lead: 'Make images and videos with AI, and keep everything you make on your own disk.',
  worksTitle: 'It works right now',
  works:
    'Sketch, the built-in generator, draws by rules on this machine. It is not AI, costs nothing and needs no account. Add OpenAI, Replicate or a server of your own when you like.',
  filesTitle: 'Your files stay here',
  files: 'Pictures, clips and the recipes that made them are kept in this folder:',
  leavesTitle: 'Nothing leaves this machine yet',
  leaves:
    'The studio talks to nobody until you add a provider. Before the first prompt goes to one, you see who gets it.',
  start: 'Start creating',
  policy: (version: string) => `Privacy policy of ${version}`,
  policyTitle: 'Privacy policy',
} as const;
