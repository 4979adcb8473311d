import { type RefObject, useEffect, useRef } from 'react'

/** Closes what floats when a press lands elsewhere. @returns the ref of what floats */
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
