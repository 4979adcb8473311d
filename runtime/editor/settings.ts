import { readFile, rename } from 'node:fs/promises'
import { defaultSettings, type Settings, settings as schema } from '../contract/settings.ts'
import { writeWhole } from './files/write-whole.ts'

/** What is left out stays as it is. */
export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined }

export interface SettingsFile {
  readonly present: Settings
  /** @returns the settings after it, written to disk */
  change(part: SettingsChange): Promise<Settings>
}

/**
 * settings.json. A key that is missing or wrong has its default; a file that is not JSON is renamed and kept.
 *
 * @param onProblem  receives a sentence when the file could not be read
 */
export async function openSettings(path: string, onProblem: (problem: string) => void): Promise<SettingsFile> {
  let present: Settings = { ...defaultSettings, ...(await read(path, onProblem)) }
  return {
    get present() {
      return present
    },
    async change(part) {
      const given = Object.entries(part).filter(([, value]) => value !== undefined)
      const next: Settings = { ...present, ...Object.fromEntries(given) }
      await writeWhole(path, `${JSON.stringify(next, null, 2)}\n`)
      present = next
      return present
    },
  }
}

async function read(path: string, onProblem: (problem: string) => void): Promise<Partial<Settings>> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return {}
  try {
    const found: unknown = JSON.parse(text)
    return Object.fromEntries(
      Object.entries(schema.shape).flatMap(([key, each]) => {
        const { success, data } = each.safeParse((found as Record<string, unknown> | null)?.[key])
        return success ? [[key, data]] : []
      }),
    )
  } catch {
    const aside = `${path}.broken`
    await rename(path, aside).catch(() => {})
    onProblem(`The settings could not be read and are at their defaults; the old file is ${aside}.`)
    return {}
  }
}
