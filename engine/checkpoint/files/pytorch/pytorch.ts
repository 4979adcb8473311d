import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { CheckpointError } from '../../../errors.ts'
import type { FileFacts, Header, TensorInfo } from '../safetensors-header.ts'
import { chosenTensors } from './chosen-tensors.ts'
import { placedTensor } from './placed-tensor.ts'
import { readStreamFile } from './stream-file.ts'
import { isTarFile, readTarFile } from './tar-file.ts'
import type { FoundTensors, TorchRefusals } from './torch-file.ts'
import { Dict, type Value } from './values.ts'
import { readZipFile } from './zip-file.ts'

/** What can read a file that begins with these bytes, if torch.save wrote it; null for any other file. */
export function pytorchReader(start: Buffer): ((file: FileHandle, facts: FileFacts) => Promise<Header>) | null {
  const container = containerOf(start)
  return container && ((file, facts) => readPytorch(container, file, facts))
}

type Container = (file: FileHandle, size: number, refusals: TorchRefusals) => Promise<FoundTensors>

function containerOf(start: Buffer): Container | null {
  const text = start.toString('latin1')
  if (text.startsWith('PK\x03\x04')) return readZipFile
  if (isTarFile(start)) return readTarFile
  // A .safetensors file may begin with the same two bytes; its ninth is {. Protocols 0 and 1 have no mark of their own.
  if (start[0] === 0x80 && start[1]! >= 2 && start[1]! <= 5 && start[8] !== 0x7b) return readStreamFile
  return text.startsWith('L119547037146038801333356L\n') ? readStreamFile : null
}

/**
 * The tensors of a file that torch.save wrote. The file's pickle is read as data (pickle.ts), and the numbers stay where
 * they are.
 *
 * @throws CheckpointError `pickle` for a file that would call something else than what makes tensors, `not-pytorch` for
 *         one that is damaged or holds no tensors
 */
async function readPytorch(container: Container, file: FileHandle, { path, real, size }: FileFacts): Promise<Header> {
  const name = basename(path)
  const other = (what: string) => new CheckpointError('not-pytorch', path, `${name} ${what}`)
  const refusals: TorchRefusals = {
    other,
    damaged: why => other(`cannot be read: ${why}`),
    calls: call => new CheckpointError('pickle', path, `${name} ${wantsToCall(call)}`),
  }
  const { root, place } = await container(file, size, refusals)
  const tensors = new Map<string, TensorInfo>()
  for (const [key, view] of chosenTensors(root, refusals.damaged)) {
    const placed = placedTensor(key, view, await place(view.storage), refusals.damaged)
    tensors.set(key, { path: real, name: key, ...placed })
  }
  if (tensors.size === 0) throw other('holds no tensors: it is not a model')
  return { tensors, isPytorch: true, metadata: metadataOf(root) }
}

/**
 * What a file says beside its tensors: the notes of a .safetensors file that was saved again by torch.save, as a dict of texts
 * under the same name, and how a hypernetwork is built.
 */
function metadataOf(root: Value): Record<string, string> {
  if (!(root instanceof Dict)) return {}
  const notes = root.get('__metadata__')
  const pairs = notes instanceof Dict ? notes.entries : []
  return Object.fromEntries([
    ...SETTINGS.flatMap(key => {
      const value = root.get(key)
      return typeof value === 'string' || typeof value === 'boolean' ? [[key, String(value)]] : []
    }),
    ...pairs.filter(pair => pair.every(each => typeof each === 'string')),
  ])
}

/** Of a hypernetwork. */
const SETTINGS = ['activation_func', 'is_layer_norm', 'activate_output'] as const

/** Names of a file may be of any length. */
function wantsToCall(call: string): string {
  const named = call.length > 200 ? `${call.slice(0, 200)}…` : call
  return `wants to call ${named}; a file of weights needs only functions that make tensors. Nothing was called. Get it as .safetensors, or from a source that you trust`
}
