import { useEffect, useRef, useState } from 'react'
import { type KeyboardEvent, TextArea, TextField } from 'react-aria-components'
import type { PromptFacts } from '../../../runtime/contract/answers.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { useCancel } from '../use-cancel.ts'
import type { WidgetHandle } from '../use-widget.ts'
import { LoraChips } from './lora-chips.tsx'
import css from './prompt-field.module.css'
import { changeWeight } from './prompt-weight.ts'
import { TrialWords } from './trial-words.tsx'

interface Props {
  readonly widget: WidgetHandle
  readonly autoFocus?: boolean
  readonly rows?: number
}

/** A text of several lines. In a prompt, tokens are counted, and Ctrl+Up and Ctrl+Down change the weight of words. */
export function PromptField({ widget, autoFocus = false, rows }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const text = String(widget.value ?? '')
  const isPrompt = Object.values(widget.spec.outputs).some(({ type }) => type === 'CONDITIONING')
  const facts = usePromptFacts(isPrompt ? text : null)
  const cancel = useCancel(text, widget.cancel)
  const weigh = (event: KeyboardEvent) => {
    const isUp = event.key === 'ArrowUp'
    if (!isPrompt || !(event.ctrlKey || event.metaKey) || (!isUp && event.key !== 'ArrowDown') || !area.current)
      return cancel.onKeyDown(event)
    event.preventDefault()
    const { selectionStart: start, selectionEnd: end } = area.current
    const next = changeWeight({ text, start, end }, isUp ? 1 : -1)
    widget.set(next.text)
    requestAnimationFrame(() => area.current?.setSelectionRange(next.start, next.end))
  }
  return (
    <TextField
      className={css.prompt}
      aria-label={widget.label}
      value={text}
      onChange={widget.set}
      onKeyDown={weigh}
      onFocus={cancel.onFocus}
      isDisabled={widget.wired}
      autoFocus={autoFocus}
    >
      <div className={css.text}>
        <TextArea ref={area} rows={rows} placeholder={isPrompt ? 'Type a prompt…' : ''} spellCheck={false} />
        {facts && (
          <span className={css.tokens} title="CLIP tokens; the model reads them 75 at a time">
            {facts.tokens} / {facts.chunks * 75}
          </span>
        )}
      </div>
      <div className={css.below} data-below-prompt>
        {isPrompt && <TrialWords node={String(widget.node.id)} text={text} onChange={widget.set} />}
        {facts && <LoraChips widget={widget} text={text} loras={facts.loras} />}
      </div>
    </TextField>
  )
}

/** The number of tokens of a prompt and the LoRAs that it names, read after a pause in typing. null: not a prompt. */
function usePromptFacts(text: string | null): PromptFacts | null {
  const { api } = useStudio()
  const [facts, setFacts] = useState<PromptFacts | null>(null)
  useEffect(() => {
    if (text === null) return
    const timer = setTimeout(() => {
      api.request('prompt:read', text).then(setFacts, () => setFacts(null))
    }, 200)
    return () => clearTimeout(timer)
  }, [api, text])
  return facts
}
