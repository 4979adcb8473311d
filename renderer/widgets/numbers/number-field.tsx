import { type KeyboardEvent, useEffect, useState } from 'react'
import { Input, Slider, TextField } from 'react-aria-components'
import texts from '../../look/texts.module.css'
import type { WidgetHandle } from '../use-widget.ts'
import css from './number-field.module.css'
import { isSlider, type NumberWidget, readNumber, stepped } from './number-values.ts'
import { SliderBar } from './slider-bar.tsx'

interface Props {
  readonly widget: WidgetHandle
  readonly autoFocus?: boolean
  /** After Enter. */
  onDone?(): void
}

/** A number: typed, calculated, stepped with the arrow keys, and a slider where its range is small. */
export function NumberField({ widget, autoFocus = false, onDone }: Props) {
  const port = widget.port as NumberWidget
  const [typed, setTyped] = useState<string | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: an undo or another control's change shows at once.
  useEffect(() => setTyped(null), [widget.value])

  const commit = (): boolean => {
    if (typed === null) return true
    const answer = readNumber(port, typed, widget.value)
    setWhy('why' in answer ? answer.why : null)
    if ('why' in answer) return false
    widget.set(answer.value)
    setTyped(null)
    return true
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && commit()) onDone?.()
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    const pace = event.shiftKey ? 'ten' : event.altKey ? 'tenth' : 'one'
    widget.set(stepped(port, widget.value, event.key === 'ArrowUp' ? 1 : -1, pace))
  }
  return (
    <div className={css.number}>
      <TextField
        aria-label={widget.label}
        value={typed ?? String(widget.value ?? port.default)}
        onChange={setTyped}
        onBlur={commit}
        onKeyDown={keys}
        isInvalid={why !== null}
        isDisabled={widget.wired}
        autoFocus={autoFocus}
      >
        <Input inputMode="decimal" onFocus={event => event.currentTarget.select()} />
      </TextField>
      {isSlider(port) && port.kind !== 'seed' && (
        <Slider
          aria-label={`${widget.label}, slider`}
          minValue={port.min}
          maxValue={port.max}
          step={port.step}
          value={Number(widget.value ?? port.default)}
          onChange={widget.set}
          isDisabled={widget.wired}
        >
          <SliderBar />
        </Slider>
      )}
      {why && (
        <p className={texts.invalid}>
          {why} The value stays {String(widget.value ?? port.default)}.
        </p>
      )}
    </div>
  )
}
