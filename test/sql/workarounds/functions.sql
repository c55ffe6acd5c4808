-- 1. Create a wrapper for deployments
CREATE OR REPLACE FUNCTION deploy_with_pggit_control(
    deployment_sql text,
    deployment_name text
) RETURNS void AS $$
BEGIN
    -- Temporarily disable pgGit triggers
    ALTER EVENT TRIGGER pggit_ddl_trigger DISABLE;
    ALTER EVENT TRIGGER pggit_drop_trigger DISABLE;
    
    -- Execute deployment
    EXECUTE deployment_sql;
    
    -- Re-enable triggers
    ALTER EVENT TRIGGER pggit_ddl_trigger ENABLE;
    ALTER EVENT TRIGGER pggit_drop_trigger ENABLE;
    
    -- Create a manual commit for all changes
    INSERT INTO pggit.commits (message, author)
    VALUES (deployment_name, current_user);
END;
$$ LANGUAGE plpgsql SECURITY DEFINER;

-- 2. Function to skip query schema refreshes
CREATE OR REPLACE FUNCTION refresh_materialized_view_quiet(
    view_name text
) RETURNS void AS $$
BEGIN
    ALTER EVENT TRIGGER pggit_ddl_trigger DISABLE;
    EXECUTE format('REFRESH MATERIALIZED VIEW %s', view_name);
    ALTER EVENT TRIGGER pggit_ddl_trigger ENABLE;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER;
