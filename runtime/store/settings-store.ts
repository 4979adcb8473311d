import { defaultSettings, type Settings, settings as schema } from '../contract/settings.ts'
import type { Database } from './database.ts'

/** What is left out stays as it is. */
export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined }

/** What a person chose. A key that is missing or wrong has its default. */
export interface SettingsStore {
  readonly present: Settings
  /**
   * Key by key: two changes of different keys do not disturb each other.
   *
   * @returns the settings after it, which are on the disk
   * @throws  StoreError
   */
  change(part: SettingsChange): Settings
}

export function openSettings(database: Database): SettingsStore {
  const rows = database.all('SELECT key, value FROM settings')
  let present: Settings = { ...defaultSettings, ...validSettings(rows.map(({ key, value }) => [String(key), value])) }
  return {
    get present() {
      return present
    },
    change(part) {
      const given = Object.entries(part).filter(([, value]) => value !== undefined)
      database.together(() => {
        for (const [key, value] of given)
          database.run('INSERT OR REPLACE INTO settings VALUES (?, ?)', key, JSON.stringify(value))
      })
      present = { ...present, ...Object.fromEntries(given) }
      return present
    },
  }
}

/** Those of the keys and values (JSON) that are settings. */
export function validSettings(found: readonly (readonly [key: string, value: unknown])[]): Partial<Settings> {
  const values = new Map(found)
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([key, each]) => {
      const { success, data } = each.safeParse(parsed(values.get(key)))
      return success ? [[key, data]] : []
    }),
  )
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}
