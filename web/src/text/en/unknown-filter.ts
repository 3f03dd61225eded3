export const unknownFilter = {
  spaces: (values: string) => `Nothing is in the space ${values}.`,
  labels: (values: string) => `Nothing has the label ${values}.`,
  there: 'There are:',
  take: {
    spaces: (value: string) => `Search in the space ${value}`,
    labels: (value: string) => `Search with the label ${value}`,
  },
  more: (n: string) => `and ${n} more`,
};
