package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** The service that clients use. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceResource(
        @Default("ClusterIP")
                @Size(max = 20)
                @ValidationRule(
                        value = "self in ['ClusterIP', 'NodePort', 'LoadBalancer']",
                        message = "service.type must be ClusterIP, NodePort or LoadBalancer")
                @JsonPropertyDescription("ClusterIP, NodePort or LoadBalancer.")
                String type,
        @JsonPropertyDescription("Annotations of the service.") Map<String, String> annotations) {}
