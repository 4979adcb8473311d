import { samplerNames } from '../engine/sampling/samplers.ts'
import { schedulerNames } from '../engine/sampling/schedules/schedule.ts'
import { choice, file, float, int, seed as seedWidget } from '../graph/node.ts'

/** Widgets that several nodes show, with ComfyUI's ranges and defaults. */
export const seed = seedWidget({ help: 'Same seed, same picture. ComfyUI draws the same one from it.' })
export const steps = int({ default: 20, min: 1, max: 10_000, help: 'How often the network is asked.' })
export const cfg = float({
  default: 8,
  min: 0,
  max: 100,
  step: 0.1,
  round: 0.01,
  help: 'How hard the picture is pulled towards the prompt. 1 ignores the negative prompt and halves the work: right for LCM, TCD, Lightning and Hyper-SD.',
})
export const samplerName = choice(samplerNames, {
  help: 'The algorithm that walks from noise to picture. euler and ddim are dependable; names with "ancestral" or "sde" add fresh noise, those with "cfg_pp" want cfg 1 to 2.',
})
export const scheduler = choice(schedulerNames, {
  help: 'How the steps are spread over the noise levels. Few-step models want simple or sgm_uniform.',
})
export const denoise = float({
  default: 1,
  min: 0,
  max: 1,
  step: 0.01,
  help: '1 starts from pure noise. Less keeps that much of the latent that comes in.',
})
export const sigmaMax = float({
  default: 14.614642,
  min: 0,
  max: 5000,
  step: 0.01,
  help: 'The noise to start from. 14.61 is pure noise to SD 1.x, 2.x and SDXL; a lower value leaves part of a picture standing.',
})
export const sigmaMin = float({
  default: 0.0291675,
  min: 0,
  max: 5000,
  step: 0.01,
  help: 'The last noise level above 0, from where the picture is finished in one go. 0.029 is the least that SD models know.',
})
export const modelSigmaMax = float({
  default: 120,
  min: 0,
  max: 1000,
  step: 0.001,
  help: 'The highest noise level that the model was trained on, where a picture starts; 80 for Playground 2.5.',
})
export const modelSigmaMin = float({
  default: 0.002,
  min: 0,
  max: 1000,
  step: 0.001,
  help: 'The lowest noise level that the model was trained on; above 0.',
})
export const eta = float({
  default: 1,
  min: 0,
  max: 100,
  step: 0.01,
  help: 'η: how much of each step is noise made new. 0 adds none, and the picture follows the one path its seed begins; 1 is the usual amount.',
})
export const tcdSteps = int({
  default: 4,
  min: 1,
  max: 50,
  help: 'With a Hyper-SD 1-step LoRA 4 steps are best; 1 is enough for a preview, more than 8 do not help.',
})
export const tcdEta = float({
  default: 0.3,
  min: 0,
  max: 1,
  step: 0.01,
  help: 'γ in the paper: 0 adds no noise between steps, 1 replaces all of it. Ignored with 1 step. With Hyper-SD lower it for more detail, with a TCD LoRA raise it with the number of steps.',
})
export const noiseScale = float({
  default: 1,
  min: 0,
  max: 100,
  step: 0.01,
  help: 'Multiplies the noise that each step adds. 1 is what the mathematics asks for; 1.01 to 1.05 roughens, 0.95 smooths.',
})
export const noiseDevice = choice(['gpu', 'cpu'], {
  help: 'No matter here: noise is always made on the CPU, so that a seed gives the same picture everywhere.',
})
export const loraStrength = float({
  default: 1,
  min: -100,
  max: 100,
  step: 0.01,
  help: '0 is off, 1 as trained. Changing it reloads nothing.',
})
export const tileOverlap = int({
  default: 64,
  min: 0,
  max: 4096,
  step: 32,
  help: 'Pixels that neighbouring tiles share, to hide the seams; a quarter of a tile at most.',
})
const videoOnly = 'For video models alone: changes nothing here.'
export const temporalSize = int({ default: 64, min: 8, max: 4096, step: 4, help: videoOnly })
export const temporalOverlap = int({ default: 8, min: 4, max: 4096, step: 4, help: videoOnly })
/** A width or height that SDXL is told. */
export const picturePixels = (value: number, help: string) => int({ default: value, min: 0, max: 16_384, help })
export const promptStrength = float({
  default: 1,
  min: 0,
  max: 10,
  step: 0.01,
  help: 'How much it counts beside the other prompts where they overlap.',
})
export const controlNetName = file('controlnet', {
  help: 'A file of models/controlnet or models/t2i_adapter, made for the same family as the checkpoint.',
})
export const controlStrength = float({
  default: 1,
  min: 0,
  max: 10,
  step: 0.01,
  help: 'How closely the picture is followed; 0 is off, 0.5 leaves room. Changing it reloads nothing.',
})
