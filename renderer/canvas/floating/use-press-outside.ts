import { type RefObject, useEffect, useRef } from 'react'

/** Closes an element when a press lands outside it. @returns the ref for that element */
export function usePressOutside(
  onClose: () => void,
  belongs: (target: Element) => boolean = () => false,
): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  const also = useRef(belongs)
  useEffect(() => {
    const close = ({ target }: PointerEvent) => {
      if (!(target instanceof Element) || (!element.current?.contains(target) && !also.current(target))) onClose()
    }
    window.addEventListener('pointerdown', close, true)
    return () => window.removeEventListener('pointerdown', close, true)
  }, [onClose])
  return element
}
