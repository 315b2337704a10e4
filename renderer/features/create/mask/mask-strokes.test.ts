import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type MaskHistory,
  type MaskStep,
  nothingPainted,
  redoStep,
  undoStep,
  visibleSteps,
  withStep,
} from './mask-strokes.ts';

const stroke = (x: number): MaskStep => ({
  kind: 'stroke',
  erases: false,
  radius: 10,
  points: [{ x, y: 0 }],
});

test('undo takes the last step back, redo brings it again, and a new step ends that', () => {
  const painted = withStep(withStep(nothingPainted, stroke(1)), { kind: 'invert' });
  const once = undoStep(painted);
  expect(once.steps).toEqual([stroke(1)]);
  expect(redoStep(once)).toEqual(painted);
  expect(redoStep(withStep(once, stroke(2))).steps).toEqual([stroke(1), stroke(2)]);
  expect(undoStep(nothingPainted)).toEqual(nothingPainted);
  expect(redoStep(nothingPainted)).toEqual(nothingPainted);
});

test('a clear hides what was before it, can be undone, and is none on an empty mask', () => {
  expect(withStep(nothingPainted, { kind: 'clear' })).toEqual(nothingPainted);
  const cleared = withStep(withStep(nothingPainted, stroke(1)), { kind: 'clear' });
  expect(withStep(cleared, { kind: 'clear' })).toEqual(cleared);
  expect(visibleSteps(cleared.steps)).toEqual([]);
  expect(visibleSteps(withStep(cleared, stroke(2)).steps)).toEqual([stroke(2)]);
  expect(visibleSteps(undoStep(cleared).steps)).toEqual([stroke(1)]);
});

test('as many undos as steps lead to nothing, as many redos back', () => {
  const steps = fc.array(fc.oneof(fc.integer().map(stroke), fc.constant<MaskStep>({ kind: 'invert' })));
  fc.assert(
    fc.property(steps, (all) => {
      const times = (change: (history: MaskHistory) => MaskHistory, from: MaskHistory) =>
        all.reduce((history) => change(history), from);
      const painted = all.reduce(withStep, nothingPainted);
      const undone = times(undoStep, painted);
      expect(undone.steps).toEqual([]);
      expect(times(redoStep, undone)).toEqual(painted);
    }),
  );
});
