import type { Layer, Stage } from '../stage.ts';
import { createBalloons } from './balloons.ts';
import { createBoat } from './boat.ts';
import { createCabin } from './cabin.ts';
import { createCat } from './cat.ts';
import { createCity } from './city.ts';
import { createClouds } from './clouds.ts';
import { createFlowers } from './flowers.ts';
import { createGreatTree } from './great-tree.ts';
import { createKnoll } from './knoll.ts';
import { createLand, type Land } from './land.ts';
import { createLighthouse } from './lighthouse.ts';
import { createRidges, type Ridge } from './ridges.ts';
import { createAurora, createBirds, createStars, paintSky } from './sky.ts';
import { createTextures, drawMist, drawRidge } from './terrain.ts';
import { createTrees } from './trees.ts';
import { createWater } from './water.ts';
import { createRain, createSnowfall } from './weather.ts';

/** Any scene with a horizon, painted back to front. */
export function createLandscape(stage: Stage): Layer {
  const land = createLand(stage);
  const ridges = createRidges(land);
  const front = ridges.at(-1);
  if (!front) throw new Error('a landscape has at least one ridge');
  const layers = [
    ...skyLayers(land),
    createGround(land, ridges, front),
    ...(stage.scene === 'city' ? [createCity(land)] : []),
    ...(stage.scene === 'meadow' && !land.watery ? [createFlowers(land, front)] : []),
    ...(land.watery ? waterLayers(land, front) : []),
    ...nearLayers(land, front),
    ...(stage.has('rain') ? [createRain(land)] : []),
    ...(stage.has('snow') ? [createSnowfall(land)] : []),
  ];
  return (canvas, moment) => {
    for (const layer of layers) layer(canvas, moment);
  };
}

function skyLayers(land: Land): readonly Layer[] {
  const { stage } = land;
  const sky = paintSky(land);
  const birdChance = stage.palette.night || stage.scene === 'city' ? 0 : 0.5;
  return [
    (canvas) => canvas.data.set(sky.data),
    ...(stage.palette.night ? [createStars(land)] : []),
    ...(stage.time === 'aurora' ? [createAurora(land)] : []),
    createClouds(land),
    ...(stage.shows('birds', birdChance) ? [createBirds(land)] : []),
  ];
}

/** Ridges with what stands on each, every one hidden by the next. */
function createGround(land: Land, ridges: readonly Ridge[], front: Ridge): Layer {
  const { stage } = land;
  const textures = createTextures(land);
  const groves = ridges.map((ridge) => createTrees(land, ridges, ridge));
  const lighthouse = stage.shows('lighthouse', stage.scene === 'coast' ? 0.3 : 0)
    ? createLighthouse(land, front)
    : null;
  // Balloons float between the far ridges and the near ones.
  const balloons = stage.shows('balloon', 0) ? createBalloons(land) : null;
  return (canvas, moment) => {
    ridges.forEach((ridge, index) => {
      // Isles leave gaps the next ridge does not cover; elsewhere it hides all below its crest.
      const cover = stage.scene === 'coast' || land.watery ? null : (ridges[index + 1] ?? null);
      drawRidge(canvas, land, ridge, cover, textures, moment.sway);
      groves[index]?.(canvas, moment.sway);
      if (ridge === front) lighthouse?.(canvas, moment);
      drawMist(canvas, stage, ridge, textures, moment.sway);
      if (index === 0) balloons?.(canvas, moment);
    });
  };
}

function waterLayers(land: Land, front: Ridge): readonly Layer[] {
  const boat = land.stage.shows('boat', land.stage.scene === 'coast' ? 0.45 : 0);
  return [createWater(land), ...(boat ? [createBoat(land, front.side)] : [])];
}

/** Large things on a rise in the foreground, when the prompt names any. */
function nearLayers(land: Land, front: Ridge): readonly Layer[] {
  const { has } = land.stage;
  const [tree, cabin, cat] = [has('tree'), has('cabin'), has('cat')];
  if (!tree && !cabin && !cat) return [];
  const knoll = createKnoll(land, front);
  return [
    ...(tree ? [createGreatTree(land, knoll, cabin)] : []),
    ...(cabin ? [createCabin(land, knoll)] : []),
    knoll.draw,
    ...(cat ? [createCat(land, knoll, tree || cabin)] : []),
  ];
}
