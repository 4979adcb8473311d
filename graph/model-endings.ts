/** The endings of model files, as ComfyUI lists them; what a file is, its content says. The preferred ones come first. */
export const modelEndings = ['safetensors', 'sft', 'ckpt', 'pt', 'pth', 'bin', 'pt2', 'pkl'] as const

const ending = new RegExp(`\\.(${modelEndings.join('|')})$`, 'i')

/** Whether a file is a model, by its name. */
export const isModelName = (name: string): boolean => ending.test(name)

/** `sd15/dreamshaper.safetensors` → `sd15/dreamshaper`. */
export const withoutModelEnding = (name: string): string => name.replace(ending, '')
