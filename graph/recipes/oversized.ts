import { latentOf } from '../document/output-size.ts'
import { setWidget } from '../edit/widgets.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { namesTrialModel, trialModel } from '../trial-model.ts'
import type { Workflow } from '../workflow.ts'
import type { Contradiction } from './contradictions.ts'
import { loadedFile } from './few-step-files.ts'
import { stagesOf } from './stage.ts'
import { walkOf } from './walk.ts'

/** The latents that are larger than the small model for trying out was trained on, and that a sampler with it starts from. */
export function oversized(document: Workflow, specs: Specs): Contradiction[] {
  if (!namesTrialModel(document)) return []
  const found = stagesOf(walkOf(document), specs).flatMap(stage => {
    const loader = stage.chain.at(-1)
    const latent = latentOf(document, specs, stage.node)
    if (!loader || !latent || loadedFile(loader, specs)?.name !== trialModel.file) return []
    const { width, height } = latent.size
    const spec = specs.get(currentType(latent.node.type))!
    if (Math.max(width, height) <= trialModel.size) return []
    return [{ loader, node: latent.node, spec, size: `${width}×${height}` }]
  })
  const right = `${trialModel.size}×${trialModel.size}`
  return [...new Map(found.map(each => [each.node.id, each])).values()].map(({ loader, node, spec, size }) => ({
    node: node.id,
    file: loader.id,
    about: 'size',
    message: `${trialModel.title} was trained on pictures of ${right}. At ${size} it draws them badly.`,
    brief: `${size} → ${right}`,
    fix: {
      title: `Set the size to ${right}`,
      change(draft) {
        for (const side of ['width', 'height']) setWidget(spec, node.id, side, trialModel.size)(draft)
      },
    },
  }))
}
