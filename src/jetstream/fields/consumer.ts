import { consumerAcknowledgement } from './consumer/acknowledgement.ts';
import { consumerDelivery } from './consumer/delivery.ts';
import { consumerLifetime } from './consumer/lifetime.ts';
import type { Field } from './field.ts';

/** Every field of a ConsumerConfig, in the order in which people read them. */
export const consumerFields: readonly Field[] = [...consumerDelivery, ...consumerAcknowledgement, ...consumerLifetime];
