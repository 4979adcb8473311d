import { ancestorsOf } from './planning/ancestors.ts'
import type { Workflow, WorkflowNode } from './workflow.ts'

/** What models/MODEL_CARD.md says of the small model for trying out, which comes with Leapgraph. */
export const trialModel = {
  /** Its name, at the beginning of a sentence. */
  title: 'The small model for trying out',
  file: 'micro-sd.safetensors',
  /** Pixels: the width and height that it was trained on. */
  size: 128,
  things:
    'cat, dog, fox, lion, tiger, cow, pig, rabbit, bear, panda, frog, monkey, elephant, bird, duck, owl, penguin, turtle, fish, butterfly, bee, ladybug, red apple, green apple, banana, orange fruit, lemon, watermelon, strawberry, cherries, pineapple, carrot, mushroom, cheese, hamburger, pizza, ice cream, doughnut, birthday cake, coffee, car, bus, airplane, rocket, flying saucer, tree, pine tree, palm tree, cactus, sunflower, rose, sun, crescent moon, cloud, rainbow, star, earth, saturn, fire, house, castle, mountain, sunrise, balloon, gift, key, light bulb, umbrella, red book, top hat, crown, camera, guitar, soccer ball, basketball, teddy bear, robot, ghost, pumpkin, snowman, christmas tree, diamond, t-shirt, bottle, red heart, blue heart, green heart, purple heart'.split(
      ', ',
    ),
} as const

/** The other words that it was trained on: backgrounds, styles, sizes, and other names of the things. */
const otherWords =
  'a an the of on with in at and photo render 3d flat drawing illustration vector clipart small tiny little big large huge white black gray grey red orange yellow green blue purple pink background mirrored kitten kitty face puppy piglet bunny tortoise honeybee ladybird apple tangerine slice toadstool burger cone donut cake cup tea automobile plane ufo moon planet globe flame snowy scenery landscape present box book hat football jack o lantern gem glass heart'

const known = new Set([...trialModel.things.flatMap(thing => thing.split(' ')), ...otherWords.split(' ')])

/** The words of a prompt that the small model does not know, each once, in their order. LoRA tags and weights are no words. */
export function unknownWords(prompt: string): readonly string[] {
  const plain = prompt.replace(/<[^>]*>/g, ' ').toLowerCase()
  return [...new Set(plain.match(/[a-z][a-z0-9'-]*/g) ?? [])].filter(word => !known.has(word))
}

/** The prompt with another thing in it: in place of the first one that it names, else at its end. */
export function withThing(prompt: string, thing: string): string {
  const longestFirst = trialModel.things.toSorted((a, b) => b.length - a.length)
  const named = new RegExp(`\\b(an? )?(${longestFirst.join('|')})\\b`, 'i')
  const text = `${/^[aeiou]/.test(thing) ? 'an' : 'a'} ${thing}`
  if (named.test(prompt)) return prompt.replace(named, text)
  return prompt.trim() === '' ? text : `${prompt.trimEnd()}, ${text}`
}

/** Does a node work with the small model: does one of those before it load it? */
export function usesTrialModel(workflow: Workflow, node: string): boolean {
  const before = ancestorsOf(workflow, node)
  return workflow.nodes.some(each => before.has(String(each.id)) && loadsTrialModel(each))
}

/** Does a node load it? */
export const loadsTrialModel = ({ widgets_values: values }: Pick<WorkflowNode, 'widgets_values'>): boolean =>
  Array.isArray(values) && values.includes(trialModel.file)

/** Does any node of the workflow load it? */
export const namesTrialModel = ({ nodes }: Workflow): boolean => nodes.some(loadsTrialModel)
