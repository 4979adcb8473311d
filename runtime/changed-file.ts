import type { FileRef } from '../engine/checkpoint/files/file-ref.ts'
import { fileRef } from './library/library.ts'
import { isFileRef, type ReadyStep } from './prepare.ts'

/** A model file is mapped into memory while it is used; the engine cannot survive that it is cut short or overwritten. */
class FileChanged extends Error {
  override readonly name = 'FileChanged'
  readonly code = 'file-changed'
  readonly file: string
  constructor({ name, path }: FileRef, options: ErrorOptions) {
    super(
      `${name} changed while it was used: its size or time differs. Run again when it is written completely`,
      options,
    )
    this.file = path
  }
}

/** The errors that a file can cause which is not what its header said: a crash, a refusal, numbers that are none. */
const suspicious = new Set([
  'engine-stopped',
  'session',
  'unreadable',
  'not-safetensors',
  'not-pytorch',
  'missing-tensor',
  'not-finite',
])

/** Why a step failed: a file of the run that is not what it was when the run began, else the error itself. */
export async function explainFailure(error: unknown, steps: Iterable<ReadyStep>): Promise<unknown> {
  if (!suspicious.has((error as { code?: string } | undefined)?.code ?? '')) return error
  const values = [...steps].flatMap(({ inputs }) =>
    Object.values(inputs).map(input => (input.kind === 'value' ? input.value : null)),
  )
  for (const file of values.filter(isFileRef).flatMap(ref => ref.members ?? [ref])) {
    const now = await fileRef(file.name, file.path)
    if (now?.fingerprint !== file.fingerprint) return new FileChanged(file, { cause: error })
  }
  return error
}
