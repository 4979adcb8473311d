import { Button } from 'react-aria-components'
import type { ModelFile } from '../../../runtime/contract/answers.ts'
import { nodeMime } from '../../commands/exchange/drops.ts'
import { loaderOf } from '../../library/loader-of.ts'
import { placeNode } from '../../library/place-node.ts'
import { buttons, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import library from './library.module.css'
import css from './model-entry.module.css'

interface Props {
  readonly model: ModelFile
  readonly isOpen: boolean
  onToggle(): void
}

/** One file: its name and kind. When it is open, also its details and actions. */
export function ModelEntry({ model, isOpen, onToggle }: Props) {
  const studio = useStudio()
  const loader = loaderOf(studio.specs, model.folder)
  const name = model.name.replace(/\.(safetensors|sft)$/i, '')
  const values = loader ? { [loader.input]: model.name } : {}
  const facts = [model.kind, model.family, ...model.variants, sizeOf(model.size)]
  return (
    <li
      className={isOpen ? `${css.model} ${css.open}` : css.model}
      draggable={loader !== null}
      onDragStart={event =>
        loader && event.dataTransfer.setData(nodeMime, JSON.stringify({ type: loader.type, values }))
      }
    >
      <Button className={`${buttons.quiet} ${library.card}`} aria-expanded={isOpen} onPress={onToggle}>
        {model.picture ? (
          <img src={model.picture} alt="" />
        ) : (
          <i className={css.noPicture} style={{ filter: `hue-rotate(${hueOf(name)}deg)` }} />
        )}
        <span>
          <b>{name}</b>
          <span className={`${texts.faint} ${library.about}`}>{facts.filter(Boolean).join(' · ')}</span>
          {studio.nodeViews.map(({ name, ModelTag }) => ModelTag && <ModelTag key={name} model={model} />)}
          {model.problem !== null && (
            <span className={`${texts.tag} ${texts.warn}`}>
              {model.kind === null ? 'cannot be read' : 'cannot be run'}
            </span>
          )}
        </span>
      </Button>
      {isOpen && (
        <div className={css.more}>
          {model.problem && <p className={`${texts.note} ${texts.warn}`}>{model.problem}</p>}
          {studio.nodeViews.map(({ name, ModelDetails }) => ModelDetails && <ModelDetails key={name} model={model} />)}
          <p className={texts.faint}>{numbersOf(model)}</p>
          <p className={texts.faint}>{model.builtIn ? 'Comes with Leapgraph, for trying out' : model.path}</p>
          {loader && (
            <Button onPress={() => placeNode(studio, studio.documents.activeOrNew(), loader.spec, { values })}>
              Add a {loader.spec.title} node
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

/** The weights of a file: how many, of which type, and what they are for. */
const numbersOf = ({ parameters, dtype, loraKinds, rank, prediction }: ModelFile): string =>
  [
    parameters === null ? null : `${(parameters / 1e6).toFixed(1)} M parameters`,
    dtype,
    ...loraKinds,
    rank === null ? null : `rank ${rank}`,
    prediction === null ? null : `predicts ${prediction}`,
  ]
    .filter(Boolean)
    .join(' · ')

const sizeOf = (bytes: number): string =>
  bytes < 1e6
    ? `${(bytes / 1e3).toFixed(0)}\u00a0kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(0)}\u00a0MB`
      : `${(bytes / 1e9).toFixed(1)}\u00a0GB`

/** The same name always has the same colour. */
const hueOf = (name: string): number => [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7)
