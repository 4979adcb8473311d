import type { SQLInputValue } from 'node:sqlite'
import { z } from 'zod'
import type { Steps } from '../contract/tabs.ts'
import type { Database } from './database.ts'
import type { Texts } from './texts.ts'

/** What undo and redo of an open document return to. Called within a transaction. */
export interface StepStore {
  /** @param present  the text that the tab has now */
  write(tab: string, steps: Steps, present: number): void
  forget(tab: string): void
  /** With the present state at least. */
  read(tab: string): Steps
}

export function openStepStore(database: Database, texts: Texts): StepStore {
  function drop(where: string, ...values: readonly SQLInputValue[]): void {
    const gone = database.all(`SELECT text FROM steps WHERE ${where}`, ...values)
    database.run(`DELETE FROM steps WHERE ${where}`, ...values)
    for (const { text } of gone) texts.release(Number(text))
  }
  return {
    write(tab, { at, list }, present) {
      const numbers = JSON.stringify(list.map(({ number }) => number))
      drop('tab = ? AND number NOT IN (SELECT value FROM json_each(?))', tab, numbers)
      const isKnown = (number: number) =>
        database.get('SELECT 1 FROM steps WHERE tab = ? AND number = ?', tab, number) !== undefined
      for (const { number, label, text } of list) {
        if ((text === null && number !== at) || isKnown(number)) continue
        const id = text === null ? present : texts.keep(text)
        database.run('INSERT INTO steps (tab, number, label, text) VALUES (?, ?, ?, ?)', tab, number, label, id)
      }
      database.run('UPDATE tabs SET step = ? WHERE id = ?', at, tab)
    },
    forget: tab => drop('tab = ?', tab),
    read(tab) {
      const { step, text: present } = tabRow.parse(database.get('SELECT step, text FROM tabs WHERE id = ?', tab))
      const rows = z.array(stepRow).parse(database.all('SELECT * FROM steps WHERE tab = ? ORDER BY number', tab))
      const list = rows.map(({ number, label, text }) => ({ number, label, text: texts.read(text) }))
      const at = rows.find(({ number }) => number === step)
      if (at?.text === present) return { at: at.number, list }
      // The text was written without its steps: it comes after the last that is known.
      const before = list.filter(({ number }) => number <= (at?.number ?? -1))
      const next = Math.max(-1, ...list.map(({ number }) => number)) + 1
      return { at: next, list: [...before, { number: next, label: 'Edit', text: texts.read(present) }] }
    },
  }
}

const tabRow = z.object({ step: z.number().nullable(), text: z.number() })
const stepRow = z.object({ number: z.number(), label: z.string(), text: z.number() })
