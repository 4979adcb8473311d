import { expect, test } from 'vitest'
import { createTyped } from '../../../renderer/widgets/use-typed.ts'

/** A field for numbers: what it shows, and what was written. */
function numberField() {
  const written: number[] = []
  const field = { shows: null as string | null, written }
  const typed = createTyped(text => {
    field.shows = text
  })
  typed.writeWith(text => !Number.isNaN(Number(text)) && written.push(Number(text)) > 0)
  return { field, typed }
}

test('what is typed is shown, and written once, when it is committed', () => {
  const { field, typed } = numberField()
  typed.type('4')
  typed.type('42')
  expect(field).toEqual({ shows: '42', written: [] })
  expect(typed.commit()).toBe(true)
  expect(typed.commit()).toBe(true)
  expect(field).toEqual({ shows: null, written: [42] })
})

test('what cannot be read stays in the field', () => {
  const { field, typed } = numberField()
  typed.type('four')
  expect(typed.commit()).toBe(false)
  expect(field).toEqual({ shows: 'four', written: [] })
})

test('what is given up is not written', () => {
  const { field, typed } = numberField()
  typed.type('4')
  typed.giveUp()
  expect(typed.commit()).toBe(true)
  expect(field).toEqual({ shows: null, written: [] })
})

test('it is written as the field writes now, not as when it was typed', () => {
  const { field, typed } = numberField()
  const later: string[] = []
  typed.type('4')
  typed.writeWith(text => later.push(text) > 0)
  typed.commit()
  expect([field.written, later]).toEqual([[], ['4']])
})
