import { Button } from 'react-aria-components'
import type { Recipe } from '../../../graph/recipes/recipe.ts'
import type { ModelFile } from '../../../runtime/contract/answers.ts'
import { nodeMime } from '../../commands/exchange/drops.ts'
import { placeNode } from '../../library/place-node.ts'
import { buttons, texts } from '../../look/styles.ts'
import { RecipeNote } from '../../recipes/recipe-note.tsx'
import type { Studio } from '../../studio/studio.ts'
import { useStudio } from '../../studio/use-studio.ts'
import library from './library.module.css'
import css from './model-entry.module.css'

interface Props {
  readonly model: ModelFile
  readonly isOpen: boolean
  onToggle(): void
}

/** One file: what it is; opened, how it wants to be run and what can be done with it. */
export function ModelEntry({ model, isOpen, onToggle }: Props) {
  const studio = useStudio()
  const loader = loaderOf(studio, model)
  const fitting = (model.recipes?.ids ?? []).flatMap(id => studio.recipes.get(id) ?? [])
  const [recipe] = fitting
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
          {recipe && (
            <span className={`${texts.tag} ${texts.accent}`}>
              {fitting.length === 1 ? recipeTag(recipe) : 'few steps'}
            </span>
          )}
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
          {recipe && fitting.length === 1 && <RecipeNote recipe={recipe} />}
          {fitting.length > 1 && (
            <p className={texts.note}>
              Fits {fitting.length} few-step files: {fitting.map(({ title }) => title).join('; ')}. Add it to a workflow
              to say which.
            </p>
          )}
          <p className={texts.faint}>{numbersOf(model)}</p>
          <p className={texts.faint}>{model.builtIn ? 'Comes with Leapgraph' : model.path}</p>
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

/** The node that loads files of this folder: the plain one, which ComfyUI calls Load …, and which asks for least. */
function loaderOf({ specs }: Studio, { folder }: ModelFile) {
  const loaders = [...specs.values()].flatMap(spec =>
    Object.entries(spec.inputs).flatMap(([input, port]) =>
      port.kind === 'file' && port.folder === folder ? [{ type: spec.type, input, spec }] : [],
    ),
  )
  const asks = ({ spec }: (typeof loaders)[number]) =>
    Object.keys(spec.inputs).length + (spec.title.startsWith('Load ') ? 0 : 100)
  return loaders.toSorted((a, b) => asks(a) - asks(b))[0] ?? null
}

/** What a file's numbers are: how many, in which type, and what they do. */
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

const recipeTag = ({ steps, samplers, cfg }: Recipe): string =>
  `${steps.best} ${steps.best === 1 ? 'step' : 'steps'} · ${samplers[0]} · cfg ${cfg.best}`

const sizeOf = (bytes: number): string =>
  bytes < 1e6
    ? `${(bytes / 1e3).toFixed(0)} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(0)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`

/** The same name always has the same colour. */
const hueOf = (name: string): number => [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7)
