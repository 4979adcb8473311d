import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import type { Size } from '../../../graph/drawing/drawing.ts'
import type { Point } from '../../studio/canvas-view.ts'
import { fitScale, fitted, middleOf, overflows, panned, type Zoom, zoomedTo } from './zoom-step.ts'
import css from './zoomable-picture.module.css'

interface Props {
  readonly address: string
  readonly alt: string
  /** Over the picture, in a corner. */
  readonly children?: ReactNode
  /** Does it get the focus when it appears? */
  readonly takesFocus?: boolean
  /** The arrow keys, while the whole picture is seen. */
  onNext?(): void
  onPrevious?(): void
  onSize?(size: Size): void
  onGone?(): void
}

/** A picture that is zoomed by wheel and keys, and moved by dragging. It starts as large as fits. */
export function ZoomablePicture({ address, alt, children, takesFocus, onNext, onPrevious, onSize, onGone }: Props) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (takesFocus) place.current?.focus()
  }, [takesFocus])
  const zoom = useZoom(place)
  const { picture, now, isFitted, isWide, load, move, zoomTo, showAll, toggle } = zoom
  const press = usePress(zoom, onPrevious, onNext)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <div
      ref={place}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys zoom, move and go to other pictures.
      tabIndex={0}
      aria-label={`${alt}: + and - zoom, 0 fits, 1 shows its pixels, the arrows move it or go to other pictures`}
      className={isWide ? `${css.place} ${css.movable}` : css.place}
      onKeyDown={press}
      onPointerDown={event => {
        if (event.target === event.currentTarget.firstChild) event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={({ buttons, movementX, movementY }) => {
        if (buttons === 1 || buttons === 4) move([movementX, movementY])
      }}
      onDoubleClick={event => toggle(within(event.currentTarget, event))}
    >
      <img
        src={address}
        alt={alt}
        draggable={false}
        className={css.picture}
        style={
          now && picture
            ? {
                width: picture.width * now.scale,
                height: picture.height * now.scale,
                transform: `translate(${now.at[0]}px, ${now.at[1]}px)`,
                imageRendering: now.scale >= 6 ? 'pixelated' : 'auto',
              }
            : { visibility: 'hidden' }
        }
        onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
          load({ width, height })
          onSize?.({ width, height })
        }}
        onError={onGone}
      />
      {now && (
        <Button
          className={css.zoom}
          aria-label={isFitted ? `Fit · ${percent(now)}: show its pixels` : `${percent(now)}: fit the picture`}
          onPress={() => (isFitted ? zoomTo(1) : showAll())}
        >
          {isFitted ? `Fit · ${percent(now)}` : percent(now)}
        </Button>
      )}
      {children}
    </div>
  )
}

/** The keys of the picture: they zoom and move it, or go to other pictures. */
function usePress(
  { now, isWide, zoomTo, showAll, move }: ReturnType<typeof useZoom>,
  onPrevious = () => {},
  onNext = () => {},
) {
  const larger = () => now && zoomTo(now.scale * 1.25)
  const keys: Readonly<Record<string, () => unknown>> = {
    '+': larger,
    '=': larger,
    '-': () => now && zoomTo(now.scale / 1.25),
    '0': showAll,
    '1': () => zoomTo(1),
    ArrowLeft: () => (isWide ? move([48, 0]) : onPrevious()),
    ArrowRight: () => (isWide ? move([-48, 0]) : onNext()),
    ArrowUp: () => move([0, 48]),
    ArrowDown: () => move([0, -48]),
    PageUp: () => onPrevious(),
    PageDown: () => onNext(),
  }
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return
    event.preventDefault()
    event.stopPropagation()
    keys[event.key]!()
  }
}

/** The zoom of the picture in a box. */
function useZoom(place: { readonly current: HTMLElement | null }) {
  const box = useBox(place)
  const [picture, setPicture] = useState<Size | null>(null)
  /** null: as large as fits. */
  const [zoom, setZoom] = useState<Zoom | null>(null)
  const framed = picture && box && { picture, box }
  const now = framed && (zoom ?? fitted(framed))
  const showAll = () => setZoom(null)
  const zoomTo = (scale: number, point?: Point) =>
    framed && now && setZoom(zoomedTo(framed, now, point ?? middleOf(framed), scale))
  useWheel(place, (factor, point) => now && zoomTo(now.scale * factor, point))
  return {
    picture,
    now,
    isFitted: zoom === null,
    isWide: framed && now ? overflows(framed, now) : false,
    showAll,
    zoomTo,
    move: (by: Point) => framed && now && setZoom(panned(framed, now, by)),
    /** Between the whole picture and its pixels; a small picture is enlarged four times. */
    toggle: (point?: Point) => (zoom ? showAll() : zoomTo(framed && fitScale(framed) > 1 ? 4 : 1, point)),
    /** Another picture was loaded. */
    load(size: Size): void {
      if (picture && (picture.width !== size.width || picture.height !== size.height)) showAll()
      setPicture(size)
    },
  }
}

const percent = ({ scale }: Zoom): string => `${Math.round(scale * 100)} %`

const within = (
  element: Element,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Point => {
  const { left, top } = element.getBoundingClientRect()
  return [clientX - left, clientY - top]
}

/** The size of an element. */
function useBox(place: { readonly current: HTMLElement | null }): Size | null {
  const [box, setBox] = useState<Size | null>(null)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      setBox(width > 0 && height > 0 ? { width, height } : null)
    })
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [place])
  return box
}

/** React's own wheel events cannot keep the page from scrolling. */
function useWheel(place: { readonly current: HTMLElement | null }, onZoom: (factor: number, point: Point) => void) {
  const latest = useRef(onZoom)
  latest.current = onZoom
  useEffect(() => {
    const element = place.current!
    const listen = (event: WheelEvent) => {
      event.preventDefault()
      latest.current(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), within(element, event))
    }
    element.addEventListener('wheel', listen, { passive: false })
    return () => element.removeEventListener('wheel', listen)
  }, [place])
}
