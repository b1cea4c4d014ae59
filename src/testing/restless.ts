/**
 * A clock that runs fifty milliseconds ahead at every look: who rests after so much time rests at every chance, and a stop
 * is heard there however fast the machine. Import it before what is to go by it.
 */
const now = performance.now.bind(performance)
let ahead = 0
performance.now = () => {
  ahead += 50
  return now() + ahead
}
