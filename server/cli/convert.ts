import { basename, extname } from 'node:path'
import { convertFile } from '../../engine/checkpoint/files/convert.ts'
import { openSafetensors } from '../../engine/checkpoint/files/safetensors.ts'
import { sha256Of } from '../../engine/checkpoint/files/sha256.ts'
import { convertArguments } from './arguments.ts'
import { refuseToReplace } from './new-file.ts'

/** `leapgraph convert`: writes a file of PyTorch as .safetensors. @returns the exit code */
export async function convert(args: readonly string[]): Promise<number> {
  const { file, out = withEnding(file), force, json } = convertArguments(args)
  const source = await openSafetensors(file)
  if (!source.isPytorch) throw new Error(`${file} is a .safetensors file already; nothing was written`)
  await refuseToReplace(out, force)
  const sha256 = await sha256Of(source.path)
  await convertFile(source, out, {
    format: 'pt',
    'leapgraph.converted_from': basename(file),
    'leapgraph.converted_from_sha256': sha256,
  })
  const tensors = source.tensors.size
  const result = json ? JSON.stringify({ file, out, tensors, sha256 }) : `${out}: ${tensors} tensors of ${file}`
  process.stdout.write(`${result}\n`)
  return 0
}

const withEnding = (file: string): string => `${file.slice(0, file.length - extname(file).length)}.safetensors`
