export const measureDrop = async () => []
export const measureReopen = async () => []
export const measureSmoothness = async () => []
