import { jobView, type JobView } from '../../shared/domain/job.ts';

/** A finished Sketch job of one picture, as the window sees it, with what a test says otherwise. */
export function aJob(more: Partial<JobView> & Pick<JobView, 'id'>): JobView {
  return jobView.parse({
    batchId: more.id,
    state: 'done',
    media: 'image',
    provider: 'sketch',
    modelId: 'sketch/picture',
    modelName: 'Sketch',
    recipe: {
      v: 1,
      app: '0.1.0',
      provider: 'sketch',
      model: 'sketch/picture',
      prompt: '',
      negative: '',
      seed: null,
      parameters: {},
      inputs: [],
      ai: false,
    },
    count: 1,
    estimate: { kind: 'free' },
    costMicros: null,
    failure: null,
    note: null,
    attempt: 1,
    position: more.id,
    dueAt: null,
    startedAt: null,
    finishedAt: null,
    creationIds: [],
    ...more,
  });
}
