import { isModelName } from '../model-endings.ts'

/** What to do with a model file where a workflow was expected; null for a file that is not one, by its name. */
export function modelFileAdvice(name: string): string | null {
  const place = 'the folder of its kind (checkpoints, loras, vae …) below a models folder'
  const settings = 'Settings › Folders lists the models folders and adds new ones.'
  if (isModelName(name)) return `${name} is a model file, not a workflow. Move it into ${place}. ${settings}`
  return /\.gguf$/i.test(name)
    ? `${name} is a model file in a format that Leapgraph does not read. Get it as .safetensors and move that into ${place}. ${settings}`
    : null
}
