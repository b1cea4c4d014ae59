import { placeAt, wordAt } from './memory.ts'

/** What trees are grown from, and where it all lies: numbers that `../forestGrower.ts` writes, in this order. */
export class Table {
  readonly rows: usize
  readonly width: i32
  /** 1 where targets are numbers or two classes, else how many classes there are. */
  readonly outputs: usize
  /** 0 for a target of numbers. */
  readonly classes: i32
  readonly minRows: i32
  readonly deepest: i32
  readonly columnsAsked: i32
  /** 1 where thresholds are drawn. */
  readonly isRandom: i32
  /** 1 where rows are drawn with replacement. */
  readonly isBootstrap: i32
  /** Doubles that there is room for in `values`. */
  readonly valuesRoom: i32

  /** Bins of a byte, column by column. */
  readonly bins: usize
  /** For each column a word: how many bins it has, of which the next is that of missing cells. */
  readonly counts: usize
  /** For each column a byte: 1 for categories. */
  readonly kinds: usize
  /** For each column the place of its bins' least numbers. */
  readonly starts: usize
  /** Doubles: targets (numbers less their mean) and weights. */
  readonly targets: usize
  readonly weights: usize

  /** For each row a double: what it weighs in this tree. */
  readonly drawn: usize
  /** Rows of the tree, those of a node side by side; and room for as many. */
  readonly order: usize
  readonly spare: usize
  /** For each row of the node two doubles: its weight, and its target times that, or as a word 8 times its class. */
  readonly pairs: usize
  /** For each row of the node its bin. */
  readonly nodeBins: usize
  /** Of the node, for each output a double. */
  readonly totals: usize
  /** Of the left side, for each output a double. */
  readonly side: usize

  /** For each of 256 bins, all 0 but while one is used: rows (word), pair, sum of each output. And a bit where rows have it. */
  readonly binRows: usize
  readonly binPairs: usize
  readonly binSums: usize
  readonly present: usize
  /** The bins that occur, ascending: which, and what lies in them. */
  readonly groupBin: usize
  readonly groupRows: usize
  readonly groupPairs: usize
  readonly groupSums: usize
  /** Of categories: the order of groups, what they are ordered by; a bit for each bin that goes left in the set tried, in the best. */
  readonly ranks: usize
  readonly keys: usize
  readonly tried: usize
  readonly set: usize

  /** Columns in the order drawn last; for each depth and column 1 where it is known to have one bin only. */
  readonly columns: usize
  readonly constant: usize
  /** Nodes that wait: 16 bytes each. */
  readonly stack: usize
  /** Nodes of the tree, 32 bytes each; sets of bins, 32 bytes each; values of its leaves since the last rest. */
  readonly nodes: usize
  readonly sets: usize
  readonly values: usize

  constructor(list: usize) {
    this.rows = placeAt(list)
    this.width = wordAt(list + 4)
    this.outputs = placeAt(list + 8)
    this.classes = wordAt(list + 12)
    this.minRows = wordAt(list + 16)
    this.deepest = wordAt(list + 20)
    this.columnsAsked = wordAt(list + 24)
    this.isRandom = wordAt(list + 28)
    this.isBootstrap = wordAt(list + 32)
    this.valuesRoom = wordAt(list + 36)
    this.bins = placeAt(list + 40)
    this.counts = placeAt(list + 44)
    this.kinds = placeAt(list + 48)
    this.starts = placeAt(list + 52)
    this.targets = placeAt(list + 56)
    this.weights = placeAt(list + 60)
    this.drawn = placeAt(list + 64)
    this.order = placeAt(list + 68)
    this.spare = placeAt(list + 72)
    this.pairs = placeAt(list + 76)
    this.nodeBins = placeAt(list + 80)
    this.totals = placeAt(list + 84)
    this.side = placeAt(list + 88)
    this.binRows = placeAt(list + 92)
    this.binPairs = placeAt(list + 96)
    this.binSums = placeAt(list + 100)
    this.present = placeAt(list + 104)
    this.groupBin = placeAt(list + 108)
    this.groupRows = placeAt(list + 112)
    this.groupPairs = placeAt(list + 116)
    this.groupSums = placeAt(list + 120)
    this.ranks = placeAt(list + 124)
    this.keys = placeAt(list + 128)
    this.tried = placeAt(list + 132)
    this.set = placeAt(list + 136)
    this.columns = placeAt(list + 140)
    this.constant = placeAt(list + 144)
    this.stack = placeAt(list + 148)
    this.nodes = placeAt(list + 152)
    this.sets = placeAt(list + 156)
    this.values = placeAt(list + 160)
  }
}
