import { samplerNames } from '../engine/sampling/samplers.ts'
import { schedulerNames } from '../engine/sampling/schedules/schedule.ts'
import { choice, file, float, int, seed as seedWidget, text } from '../graph/node.ts'

/** Widgets that several nodes show, with ComfyUI's ranges and defaults. */
export const seed = seedWidget({ help: 'The same seed gives the same picture, also in ComfyUI.' })
export const steps = int({
  default: 20,
  min: 1,
  max: 10_000,
  help: 'Number of sampling steps. More steps take longer.',
})
export const cfg = float({
  default: 8,
  min: 0,
  max: 100,
  step: 0.1,
  round: 0.01,
  help: 'Scale of classifier-free guidance: how closely the picture follows the prompt. 1 turns it off, which ignores the negative prompt and halves the time; LCM, TCD, Lightning and Hyper-SD need 1.',
})
export const samplerName = choice(samplerNames, {
  help: 'The algorithm that removes the noise. euler and ddim always work. Names with "ancestral" or "sde" add fresh noise at each step; those with "cfg_pp" need cfg 1 to 2.',
})
export const scheduler = choice(schedulerNames, {
  help: 'How the steps are distributed over the noise levels. Few-step models need simple or sgm_uniform.',
})
export const denoise = float({
  default: 1,
  min: 0,
  max: 1,
  step: 0.01,
  help: '1 starts from pure noise. Lower values keep more of the input latent.',
})
export const sigmaMax = float({
  default: 14.614642,
  min: 0,
  max: 5000,
  step: 0.01,
  help: 'The noise level to start from. 14.61 is pure noise for SD 1.x, 2.x and SDXL; a lower value keeps part of a picture.',
})
export const sigmaMin = float({
  default: 0.0291675,
  min: 0,
  max: 5000,
  step: 0.01,
  help: 'The last noise level above 0; the last step goes from it to 0. 0.029 is the lowest that SD models were trained on.',
})
export const modelSigmaMax = float({
  default: 120,
  min: 0,
  max: 1000,
  step: 0.001,
  help: 'The highest noise level that the model was trained on, where the sampling starts. 80 for Playground 2.5.',
})
export const modelSigmaMin = float({
  default: 0.002,
  min: 0,
  max: 1000,
  step: 0.001,
  help: 'The lowest noise level that the model was trained on. Must be above 0.',
})
export const eta = float({
  default: 1,
  min: 0,
  max: 100,
  step: 0.01,
  help: 'η: how much fresh noise each step adds. 0 adds none, so that the result depends on the initial noise only. 1 is the usual amount.',
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
  help: 'Multiplies the noise that each step adds. 1 is exact; 1.01 to 1.05 adds texture, 0.95 smooths.',
})
export const noiseDevice = choice(['gpu', 'cpu'], {
  help: 'Ignored: noise is always made on the CPU, so that a seed gives the same picture on every device.',
})
export const loraStrength = float({
  default: 1,
  min: -100,
  max: 100,
  step: 0.01,
  help: '0 is off, 1 as trained. A change does not reload the model.',
})
export const tileOverlap = int({
  default: 64,
  min: 0,
  max: 4096,
  step: 32,
  help: 'Pixels that neighbouring tiles share, to hide the seams. At most a quarter of a tile.',
})
const videoOnly = 'Ignored: for video models only.'
export const temporalSize = int({ default: 64, min: 8, max: 4096, step: 4, help: videoOnly })
export const temporalOverlap = int({ default: 8, min: 4, max: 4096, step: 4, help: videoOnly })
/** A width or height that SDXL gets as conditioning. */
export const picturePixels = (value: number, help: string) => int({ default: value, min: 0, max: 16_384, help })
export const promptStrength = float({
  default: 1,
  min: 0,
  max: 10,
  step: 0.01,
  help: 'Strength relative to other prompts where they overlap.',
})
export const controlNetName = file('controlnet', {
  help: 'A file of models/controlnet or models/t2i_adapter, made for the same family as the checkpoint.',
})
export const controlStrength = float({
  default: 1,
  min: 0,
  max: 10,
  step: 0.01,
  help: 'How closely the reference image is followed. 0 is off, 0.5 leaves some freedom. A change does not reload the model.',
})
/** The name of a model file to save. */
export const modelPrefix = (value: string) =>
  text({
    isPath: true,
    default: value,
    help: 'In the output folder, as in Save Image. What merges and LoRAs change is saved as F32, so that the file gives the same pictures; all else stays as it is in its file.',
  })

/** What a person is told of a LoRA that was saved. */
export const loraSaved = (path: string, error: number): string =>
  `The LoRA was saved as ${path}. It differs from the whole change by ${Number((100 * error).toPrecision(2))} %; a higher rank differs less.`
