import type { Safetensors } from './safetensors.ts'
import { writeSafetensors } from './safetensors-writer.ts'
import { tensorBytes } from './tensor-bytes.ts'

/**
 * Writes the tensors of a file as .safetensors, bit for bit, piece by piece.
 *
 * @param path  complete and on disk at the end, or not written at all; a file of that name is replaced
 * @param tell  called with the tensors written so far
 */
export async function convertFile(
  source: Safetensors,
  path: string,
  metadata: Readonly<Record<string, string>>,
  tell: (done: number, of: number) => void = () => {},
): Promise<void> {
  const { tensors } = source
  let done = 0
  const bytesOf = ({ name }: { readonly name: string }) => {
    tell(done++, tensors.size)
    return tensorBytes(tensors.get(name)!)
  }
  await writeSafetensors(path, [...tensors.values()], bytesOf, { ...source.metadata, ...metadata })
}
