import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { PackDevice } from '../../engine/runtime/device.ts'
import type { Accelerators } from '../contract/answers.ts'
import { AcceleratorError } from './accelerator-error.ts'
import { graphicsCards } from './graphics-cards.ts'
import { instructionSets } from './instruction-sets.ts'
import { addPack, believedPacks, distrustPack, installedPacks, type Pack, removePack } from './packs.ts'
import { testPack } from './test-pack.ts'
import { verdictInWords } from './verdict-in-words.ts'

/** The accelerator packs of the user folder, for the settings. */
export async function openAccelerators(userFolder: string) {
  let believed = await believedPacks(userFolder)
  const changed = async (): Promise<Accelerators> => {
    believed = await believedPacks(userFolder)
    return list()
  }
  const list = async (): Promise<Accelerators> => ({
    processor: cpus()[0]?.model.trim() ?? '',
    instructions: await instructionSets(),
    graphicsCards: await graphicsCards(),
    packs: (await installedPacks(userFolder)).map(({ folder, verdict }) => ({
      name: basename(folder),
      state: verdictInWords(verdict),
      isUsable: verdict?.passed ?? false,
    })),
  })

  return {
    /** The packs that engines may use. */
    get believed() {
      return believed
    },
    list,
    /** Installs a wheel and tests it. @throws AcceleratorError */
    async add(name: string, bytes: Uint8Array): Promise<Accelerators> {
      const folder = await mkdtemp(join(tmpdir(), 'leapgraph-wheel-'))
      try {
        const path = join(folder, basename(name.replaceAll('\\', '/')))
        await writeFile(path, bytes)
        await testPack((await addPack(userFolder, path)).pack)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
      return changed()
    },
    /** @throws AcceleratorError when no pack has this name */
    async test(name: string): Promise<Accelerators> {
      await testPack(named(name, await installedPacks(userFolder)))
      return changed()
    },
    /** After a crash in a pack: engines that start from now on do not use it, and after the promise no other program does. */
    distrust(device: PackDevice): Promise<void> {
      const { [device]: _, ...others } = believed
      believed = others
      return distrustPack(userFolder, device)
    },
    async remove(name: string): Promise<Accelerators> {
      await removePack(userFolder, name)
      return changed()
    },
  }
}

function named(name: string, packs: readonly Pack[]): Pack {
  const pack = packs.find(({ folder }) => basename(folder) === name)
  if (!pack) throw new AcceleratorError(`no pack is named ${name}`)
  return pack
}
