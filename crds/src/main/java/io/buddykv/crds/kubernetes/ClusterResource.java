package io.buddykv.crds.kubernetes;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One whole cluster, as {@code kvclusters.buddykv.io/v1}. */
@Group(ClusterResource.GROUP)
@Version(ClusterResource.VERSION)
@Kind(ClusterResource.KIND)
@Plural("kvclusters")
@ShortNames("kvc")
@Categories("all")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$')",
        message = "metadata.name must be lower-case letters, digits and '-', 1 to 40 of them: pods are named after it")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Slaves", jsonPath = ".status.slavesReady")
@AdditionalPrinterColumn(name = "Redundant", jsonPath = ".status.conditions[?(@.type==\"Redundant\")].status")
@AdditionalPrinterColumn(name = "Redirected", jsonPath = ".status.ranges.redirected", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.version")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(name = "Master", jsonPath = ".status.master", priority = 1)
@AdditionalPrinterColumn(name = "Ranges", jsonPath = ".status.ranges.total", type = Type.INTEGER, priority = 1)
@AdditionalPrinterColumn(name = "Down", jsonPath = ".status.ranges.down", type = Type.INTEGER, priority = 1)
@AdditionalPrinterColumn(name = "Moves", jsonPath = ".status.moves.left", type = Type.INTEGER, priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
public class ClusterResource extends CustomResource<ClusterResourceSpec, ClusterResourceStatus> implements Namespaced {
    public static final String GROUP = "buddykv.io";
    public static final String VERSION = "v1";
    public static final String KIND = "KVCluster";
    private static final long serialVersionUID = 1L;
}
