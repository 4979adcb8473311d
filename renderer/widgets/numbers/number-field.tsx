import { useEffect, useState } from 'react'
import { Input, type KeyboardEvent, Slider, TextField } from 'react-aria-components'
import { texts } from '../../look/styles.ts'
import { useTyped } from '../use-typed.ts'
import type { WidgetHandle } from '../use-widget.ts'
import css from './number-field.module.css'
import { isSlider, type NumberWidget, readNumber, stepped } from './number-values.ts'
import { SliderBar } from './slider-bar.tsx'

interface Props {
  readonly widget: WidgetHandle<NumberWidget>
  readonly autoFocus?: boolean
  /** After Enter. */
  onDone?(): void
}

/** A number: typed, calculated, or changed with the arrow keys; with a slider when its range is small. */
export function NumberField({ widget, autoFocus = false, onDone }: Props) {
  const { port } = widget
  const [why, setWhy] = useState<string | null>(null)
  const { text, type, commit, leave, giveUp } = useTyped(text => {
    const answer = readNumber(port, text, widget.value)
    setWhy('why' in answer ? answer.why : null)
    if ('why' in answer)
      return `${widget.label}: ${answer.why} The value stays ${String(widget.value ?? port.default)}.`
    widget.set(answer.value)
    return null
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: an undo or another control's change shows at once.
  useEffect(giveUp, [widget.value])

  /** A text that was given up is not explained any more. */
  const unread = text === null ? null : why
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') giveUp()
    if (event.key === 'Enter' && commit() === null) onDone?.()
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return event.continuePropagation()
    event.preventDefault()
    const pace = event.shiftKey ? 'ten' : event.altKey ? 'tenth' : 'one'
    widget.set(stepped(port, widget.value, event.key === 'ArrowUp' ? 1 : -1, pace))
  }
  return (
    <div className={css.number}>
      <TextField
        aria-label={widget.label}
        value={text ?? String(widget.value ?? port.default)}
        onChange={type}
        onBlur={leave}
        onKeyDown={keys}
        isInvalid={unread !== null}
        isDisabled={widget.wired}
        autoFocus={autoFocus}
      >
        <Input inputMode="decimal" onFocus={event => event.currentTarget.select()} />
      </TextField>
      {port.kind !== 'seed' && isSlider(port) && (
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
      {unread && (
        <p className={texts.invalid}>
          {unread} The value stays {String(widget.value ?? port.default)}.
        </p>
      )}
    </div>
  )
}
