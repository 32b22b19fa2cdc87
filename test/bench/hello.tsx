import { render, Text } from 'ink';

/** What the deck's start is measured against: the least an Ink program can be. */
render(<Text>Hello, world</Text>, { alternateScreen: true, interactive: true });
setInterval(() => {}, 60_000);
