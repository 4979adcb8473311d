import { Check, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { applyRecipe } from '../../graph/recipes/apply.ts'
import type { Recipe } from '../../graph/recipes/recipe.ts'
import type { FoundFile } from '../studio/few-steps.ts'
import { useStudio } from '../studio/use-studio.ts'
import { ChoiceList } from '../widgets/choice-list.tsx'
import { RecipeNote } from './recipe-note.tsx'

/** How a file wants to be run, and the button that sets it so; which of several it is, where nobody knows. */
export function RecipeOffer({ file }: { readonly file: FoundFile }) {
  const { documents, specs } = useStudio()
  const [picked, setPicked] = useState<Recipe | null>(null)
  const recipe = picked ?? file.recipe
  const isSet = recipe === file.recipe && !file.differs
  return (
    <>
      {file.candidates.length > 1 && <WhichRecipe file={file} recipe={recipe} onPick={setPicked} />}
      {recipe && <RecipeNote recipe={recipe} guessed={!file.sure && picked === null} />}
      {recipe &&
        file.stages.length > 0 &&
        (isSet ? (
          <p className="is-set">
            <Check /> Everything here is set that way.
          </p>
        ) : (
          <Button
            className="primary"
            onPress={() => documents.change(`Use the settings of ${recipe.title}`, applyRecipe(specs, file, recipe))}
          >
            Use these settings
          </Button>
        ))}
    </>
  )
}

interface WhichProps {
  readonly file: FoundFile
  readonly recipe: Recipe | null
  onPick(recipe: Recipe): void
}

/** Files of one training family are laid out alike: the person knows which one was downloaded. */
function WhichRecipe({ file, recipe, onPick }: WhichProps) {
  const [isOpen, setOpen] = useState(false)
  const pick = (id: string) => {
    const found = file.candidates.find(each => each.id === id)
    if (found) onPick(found)
    setOpen(false)
  }
  return (
    <div className="which">
      <p>
        <b>A few-step file.</b> {file.name} fits {file.candidates.length} of them. Which is it?
      </p>
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <Button className="input" aria-label={`Which is it: ${recipe?.title ?? 'nothing chosen'}`}>
          <span className="name">{recipe?.title ?? 'Choose…'}</span>
          <ChevronDown />
        </Button>
        <Popover className="popover choices" placement="bottom start">
          <Dialog aria-label="Which few-step file is it?">
            <ChoiceList
              label="Few-step files"
              choices={file.candidates.map(({ id, title }) => ({ id, title }))}
              selected={recipe?.id ?? null}
              empty=""
              onChoose={pick}
            />
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  )
}
