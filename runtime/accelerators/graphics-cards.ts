import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** PCI vendors of graphics cards (pci-ids.ucw.cz). */
const vendors: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' }

/**
 * The graphics cards of a Linux machine, each as `NVIDIA 0x2684 (nvidia)`: vendor, number of the model, driver. Other systems list none.
 *
 * @param folder  where the kernel lists them
 */
export async function graphicsCards(folder = '/sys/class/drm'): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => /^card\d+$/.test(name))
  const cards = names.toSorted().map(async name => {
    const read = (file: string) => readFile(join(folder, name, 'device', file), 'utf8').catch(() => '')
    const vendor = (await read('vendor')).trim()
    const driver = /^DRIVER=(.+)$/m.exec(await read('uevent'))?.[1] ?? 'no driver'
    return vendor && `${vendors[vendor] ?? vendor} ${(await read('device')).trim()} (${driver})`
  })
  return (await Promise.all(cards)).filter(card => card !== '')
}
