def holds(condition, parameters, outcomes):
    if "parameter" in condition and condition.get("operator") == "!=":
        return parameters.get(condition["parameter"]) != condition["value"]
    return True
