import { expect, test } from 'vitest'
import { createTyped } from '../../../renderer/widgets/use-typed.ts'

/** A field for numbers: what it shows, and what was written. */
function numberField() {
  const written: number[] = []
  const field = { shows: null as string | null, written }
  const typed = createTyped(text => {
    field.shows = text
  })
  typed.writeWith(text => {
    if (Number.isNaN(Number(text))) return `${text} is not a number.`
    written.push(Number(text))
    return null
  })
  return { field, typed }
}

test('what is typed is shown, and written once, when it is committed', () => {
  const { field, typed } = numberField()
  typed.type('4')
  typed.type('42')
  expect(field).toEqual({ shows: '42', written: [] })
  expect(typed.commit()).toBeNull()
  expect(typed.commit()).toBeNull()
  expect(field).toEqual({ shows: null, written: [42] })
})

test('what cannot be read stays in the field', () => {
  const { field, typed } = numberField()
  typed.type('four')
  expect(typed.commit()).toBe('four is not a number.')
  expect(field).toEqual({ shows: 'four', written: [] })
})

test('what cannot be read is given up when the field is left, with the reason', () => {
  const { field, typed } = numberField()
  typed.type('four')
  expect(typed.leave()).toBe('four is not a number.')
  expect(field).toEqual({ shows: null, written: [] })
  expect(typed.leave()).toBeNull()
})

test('what is given up is not written', () => {
  const { field, typed } = numberField()
  typed.type('4')
  typed.giveUp()
  expect(typed.commit()).toBeNull()
  expect(field).toEqual({ shows: null, written: [] })
})

test('it is written as the field writes now, not as when it was typed', () => {
  const { field, typed } = numberField()
  const later: string[] = []
  typed.type('4')
  typed.writeWith(text => {
    later.push(text)
    return null
  })
  typed.commit()
  expect([field.written, later]).toEqual([[], ['4']])
})
