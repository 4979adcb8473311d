import { isPackDevice } from '../../../engine/runtime/device.ts'
import { believedPacks, distrustPack } from '../../../runtime/accelerators/packs.ts'
import { forkEngine } from '../../../runtime/engine-process/fork.ts'
import type { EngineHost } from '../../../runtime/engine-process/host.ts'
import type { EngineSettings } from '../../../runtime/engine-process/messages.ts'
import { ProcessHost } from '../../../runtime/engine-process/process-host.ts'
import type { Folders } from '../../../runtime/library/folders.ts'
import { type Library, openLibrary } from '../../../runtime/library/library.ts'
import { createPromptRunner, type PromptRunner } from '../../../runtime/prompt-runner.ts'
import { userFolder } from '../../http/user-folder.ts'
import type { RunArguments } from '../arguments.ts'

/** What the runs of one command share. */
export interface Engine {
  readonly host: EngineHost
  readonly library: Library
  /** One for all runs: it remembers what they share. */
  readonly runner: PromptRunner
}

/** Starts an engine process, and ends it after `use`. A pack that crashed it is not used again. */
export async function withEngine<T>(
  options: RunArguments,
  folders: Folders,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  let distrusted: Promise<void> | undefined
  const host = new ProcessHost({
    start: () => forkEngine(),
    settings: await settingsOf(options, folders),
    onState(state) {
      const crashedOn = state.kind === 'stopped' ? state.crashedOn : undefined
      if (isPackDevice(crashedOn)) distrusted = distrustPack(userFolder(), crashedOn)
    },
  })
  try {
    const library = openLibrary(folders)
    return await use({ host, library, runner: createPromptRunner(host, library) })
  } finally {
    await distrusted
    await host.close()
  }
}

async function settingsOf(run: RunArguments, folders: Folders): Promise<EngineSettings> {
  const { device, precision, threads, transformers } = run
  const packs = await believedPacks(userFolder())
  return { folders, device, precision, transformers, packs, ...(threads !== undefined && { threads }) }
}
