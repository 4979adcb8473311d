import { SquareArrowOutUpLeft, X } from 'lucide-react'
import { Button } from 'react-aria-components'
import { tagToLoader } from '../../../graph/edit/lora-tag.ts'
import type { PromptLora } from '../../../runtime/contract/answers.ts'
import { IconButton } from '../../look/controls.tsx'
import { useStudio } from '../../studio/use-studio.ts'
import type { WidgetHandle } from '../use-widget.ts'
import css from './lora-chips.module.css'

interface Props {
  readonly widget: WidgetHandle
  readonly text: string
  readonly loras: readonly PromptLora[]
}

/** The LoRAs that a prompt names. Each can be removed or converted to a node; for a missing file, similar ones are offered. */
export function LoraChips({ widget, text, loras }: Props) {
  if (loras.length === 0) return null
  const once = new Map(loras.map(lora => [lora.written, lora]))
  return (
    <ul className={css.chips} aria-label="LoRAs in this prompt">
      {[...once].map(([written, lora]) => (
        <li key={written} className={lora.file === null ? css.missing : undefined}>
          {lora.file === null ? (
            <Missing widget={widget} text={text} lora={lora} />
          ) : (
            <Present widget={widget} text={text} lora={lora} />
          )}
        </li>
      ))}
    </ul>
  )
}

interface ChipProps {
  readonly widget: WidgetHandle
  readonly text: string
  readonly lora: PromptLora
}

function Present({ widget, text, lora }: ChipProps) {
  const { specs } = useStudio()
  const { file, written, model, clip, curve } = lora
  const convert = () =>
    file !== null &&
    widget.document.change(
      'Convert to LoRA Loader',
      tagToLoader(widget.node.id, widget.name, { written, file, model, clip }, specs),
    )
  return (
    <>
      <b>{lora.name}</b>
      <span>{curve ?? (model === clip ? model : `${model} · text ${clip}`)}</span>
      {curve === undefined && (
        <IconButton
          icon={SquareArrowOutUpLeft}
          label={`Convert ${lora.name} to a LoRA Loader node`}
          className={css.take}
          onPress={convert}
        />
      )}
      <IconButton
        icon={X}
        label={`Remove ${lora.name} from the prompt`}
        className={css.take}
        onPress={() => widget.set(text.replace(written, ''))}
      />
    </>
  )
}

function Missing({ widget, text, lora }: ChipProps) {
  const instead = (name: string) => lora.written.replace(lora.name, name.replace(/\.(safetensors|sft)$/i, ''))
  return (
    <>
      <b>{lora.name}</b>
      <span>{lora.nearest.length > 0 ? 'was not found. Did you mean' : 'was not found in the loras folders.'}</span>
      {lora.nearest.map(name => (
        <Button key={name} onPress={() => widget.set(text.replace(lora.written, instead(name)))}>
          {name}
        </Button>
      ))}
    </>
  )
}
