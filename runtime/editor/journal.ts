import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type OpenTabs, openTabs, type Tab, tab } from '../contract/tabs.ts'
import { writeWhole } from './files/write-whole.ts'

/** The open documents with their unsaved edits: one file for each tab, so that an edit writes one document. */
export interface Journal {
  write(tab: Tab): Promise<void>
  forget(id: string): Promise<void>
  writeTabs(tabs: OpenTabs): Promise<void>
  read(): Promise<OpenTabs & { readonly documents: readonly Tab[] }>
}

/** @param onProblem  receives a sentence for each entry that could not be read; its file is kept under another name */
export function openJournal(folder: string, onProblem: (problem: string) => void): Journal {
  const order = join(folder, 'tabs.json')
  const fileOf = (id: string) => join(folder, `${createHash('sha256').update(id).digest('hex').slice(0, 32)}.tab`)
  return {
    write: tab => writeWhole(fileOf(tab.id), JSON.stringify(tab)),
    forget: id => rm(fileOf(id), { force: true }),
    writeTabs: tabs => writeWhole(order, JSON.stringify(tabs)),
    async read() {
      await mkdir(folder, { recursive: true })
      const names = (await readdir(folder)).filter(name => name.endsWith('.tab'))
      const documents = await Promise.all(names.map(name => readEntry(join(folder, name), onProblem)))
      const tabs = openTabs.safeParse(
        await readFile(order, 'utf8')
          .then(JSON.parse)
          .catch(() => null),
      )
      return { ...(tabs.data ?? { order: [], active: null }), documents: documents.filter(each => each !== null) }
    },
  }
}

async function readEntry(path: string, onProblem: (problem: string) => void): Promise<Tab | null> {
  try {
    return tab.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    const aside = `${path}.broken`
    await rename(path, aside).catch(() => {})
    onProblem(`A workflow that was open could not be read again; what is left of it is in ${aside}.`)
    return null
  }
}
