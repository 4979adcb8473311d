import { readFile } from 'node:fs/promises'

/** @throws Error with a sentence when the file is not there, or is a model by its name */
export async function readWorkflowBytes(file: string): Promise<Uint8Array> {
  if (isModel(file))
    throw new Error(`${file} is a model, not a workflow; see what it is with: leapgraph inspect ${file}`)
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const why = reasons[cause.code ?? ''] ?? `cannot be read (${cause.code})`
    throw new Error(`the workflow ${file} ${why}`, { cause })
  })
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
}

/** A model by the ending of its name. */
export const isModel = (file: string): boolean => /\.(safetensors|sft|ckpt|pth?|bin)$/i.test(file)
