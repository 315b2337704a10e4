import { createCanvas } from './canvas.ts';
import { createFinish } from './finish.ts';
import { interpret, type Interpretation } from './interpret.ts';
import { createLandscape } from './landscape/landscape.ts';
import { createFlow } from './scenes/flow.ts';
import { createGeometric } from './scenes/geometric.ts';
import { createSpace } from './scenes/space.ts';
import { createMoment, createStage, type Layer, type Stage, type StageRequest } from './stage.ts';
import type { SceneName, TimeName } from './vocabulary.ts';

interface Composition {
  readonly interpretation: Interpretation;
  /** What is shown, whether the prompt named it or the seed chose it. */
  readonly scene: SceneName;
  readonly time: TimeName;
  /** The picture at `time` of a loop, any number with period 1: RGB bytes, width × height × 3. */
  readonly frame: (time: number) => Uint8Array;
}

/**
 * Composes a picture from a prompt. Pure: the same request gives the same pixels on every machine,
 * and the same composition at every size of the same proportions.
 */
export function composeScene(request: StageRequest): Composition {
  const interpretation = interpret(request.prompt, request.negative);
  const stage = createStage(request, interpretation);
  const draw = createScene(stage);
  const finish = createFinish(stage);
  return {
    interpretation,
    scene: stage.scene,
    time: stage.time,
    frame: (time) => {
      const canvas = createCanvas(stage.width, stage.height);
      const moment = createMoment(time);
      draw(canvas, moment);
      return finish(canvas, moment);
    },
  };
}

function createScene(stage: Stage): Layer {
  switch (stage.scene) {
    case 'space':
      return createSpace(stage);
    case 'flow':
      return createFlow(stage);
    case 'geometric':
      return createGeometric(stage);
    default:
      return createLandscape(stage);
  }
}
