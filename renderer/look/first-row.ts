import { type KeyboardEvent, useRef } from 'react'

const moving = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'])

/**
 * For the element around a search field and its list: Enter takes the first row, unless the arrow keys have moved to
 * another one since the last letter. It reads the field itself, since the list may not show the last letters yet.
 *
 * @param takeFirst  takes the first row for the text of the field
 * @returns a listener for `onKeyDownCapture`
 */
export function useFirstRow(takeFirst: (text: string) => void) {
  const hasMoved = useRef(false)
  return (event: KeyboardEvent<HTMLElement>): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key !== 'Enter') hasMoved.current = moving.has(event.key)
    else if (!hasMoved.current && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      event.stopPropagation()
      takeFirst(event.currentTarget.querySelector('input')?.value ?? '')
    }
  }
}
