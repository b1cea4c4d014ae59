import { wordsOf } from '../dataset/entity.ts'

/** Words of names of things that are only known once what is predicted has happened. */
const AFTERWARDS = new Set(
  (
    'duration outcome result results after afterwards final finally actual actually status paid closed cancelled canceled ' +
    'resolved resolution returned refund refunded discharge discharged settled settlement completed completion delivered ' +
    'recovered recovery end ended approved decision verdict won lost total cause reason feedback response survived died ' +
    'death exit exited left terminated winner score scored'
  ).split(' '),
)

/** The word of a column's name that sounds as if it were only known afterwards. */
export function afterwardsWord(name: string): string | undefined {
  return wordsOf(name).find((word) => AFTERWARDS.has(word))
}
