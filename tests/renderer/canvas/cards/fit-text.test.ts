import { describe, expect, test } from 'vitest'
import { fitText, wrapText } from '../../../../renderer/canvas/cards/fit-text.ts'
import { recordingContext } from '../../recording-context.ts'

/** Letters are six pixels wide. */
const { context } = recordingContext()

describe('a text', () => {
  test('stays as it is where it fits, else it is cut and ends in dots', () => {
    expect(fitText(context as never, 'twelve chars', 72)).toBe('twelve chars')
    expect(fitText(context as never, 'twelve chars', 60)).toBe('twelve ch…')
    expect(fitText(context as never, 'twelve chars', 48)).toBe('twelve…')
  })
  test('is nothing where not even one letter fits', () => expect(fitText(context as never, 'word', 3)).toBe(''))
  test('breaks between words and at line ends, and is cut after the last line', () => {
    expect(wrapText(context as never, 'one two three\nfour', 48, 9)).toEqual(['one two', 'three', 'four'])
    expect(wrapText(context as never, 'one two three four', 48, 2)).toEqual(['one two', 'three'])
  })
  test('cuts a word that is longer than a line', () =>
    expect(wrapText(context as never, 'incomprehensible', 48, 3)).toEqual(['incompr…']))
})
