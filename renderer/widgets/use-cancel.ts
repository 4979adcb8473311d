import { useRef } from 'react'
import type { KeyboardEvent } from 'react-aria-components'

/**
 * For a text field that writes every letter at once: Escape restores what it held when it got the focus.
 *
 * @returns listeners for the field
 */
export function useCancel(text: string, restore: (before: string) => void) {
  const before = useRef(text)
  return {
    onFocus: (): void => {
      before.current = text
    },
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && text !== before.current) restore(before.current)
      event.continuePropagation()
    },
  }
}
