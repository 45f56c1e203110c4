/**
 * The {@code KVCluster} as Kubernetes keeps it: what its schema is generated from. Reading is lenient here, because the API
 * server has validated already and one resource that is out of order must not keep the others from being seen; {@link
 * io.buddykv.crds.kubernetes.ClusterResourceSpec#validated} judges each by itself. A node never loads this package.
 */
package io.buddykv.crds.kubernetes;
